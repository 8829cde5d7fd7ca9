"""What we tell, whether we may, and who sees it."""

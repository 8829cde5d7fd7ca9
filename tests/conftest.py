"""What every test can rely on."""

"""Whether we may: findings, verdicts, approvals, mandates, and the question "may this still go?"."""

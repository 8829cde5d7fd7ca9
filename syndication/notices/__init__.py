"""What a person must hear of: kept until its cause is gone, shown in the console, sent by mail once."""

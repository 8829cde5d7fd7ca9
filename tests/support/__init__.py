"""What tests are made with: an access to hand to an adapter, real servers, stories."""

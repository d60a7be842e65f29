"""What we print and send: values in, bytes out."""

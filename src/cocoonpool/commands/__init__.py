"""What the commands of `cocoonpool` do. cli.py only declares them, so that a light install can load it."""

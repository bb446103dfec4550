"""What the commands of `cocoonpool` do. cli/ only declares them, so that a light install can load it."""

"""What a worker did a second ago: the WebSocket feed and server-sent events."""

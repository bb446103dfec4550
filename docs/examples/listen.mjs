// The live feed in a browser or in Node 22: a table of workers by id that follows every change.
//
//   const fleet = listen("wss://pool.example", { onChange: (workers) => draw(workers) });
//
// On a page of the server itself the session's cookie proves who listens; elsewhere give a key as `token`.

export function listen(server, { token, onChange, onEnd = () => {} }) {
  const workers = new Map();
  let cursor = "", pause = 500, socket, stopped = false;

  function connect() {
    socket = new WebSocket(`${server}/ws/metrics?since=${encodeURIComponent(cursor)}`);
    socket.onopen = () => {
      if (token) socket.send(JSON.stringify({ token }));
    };
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      pause = 500;
      if (message.snapshot) workers.clear();
      else if (message.removed) workers.delete(message.id);
      else if (message.id !== undefined) workers.set(message.id, message);
      cursor = message.cursor;
      onChange(workers);
    };
    socket.onclose = (event) => {
      if (stopped || [4400, 4401, 4403].includes(event.code)) return onEnd(event);
      setTimeout(connect, pause); // and on we go from `cursor`, without a gap
      pause = Math.min(2 * pause, 30_000);
    };
  }

  connect();
  return { workers, stop: () => { stopped = true; socket.close(); } };
}

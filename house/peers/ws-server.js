// A WebSocket server that we did not write (the npm package ws), for tests: node ws-server.js PORT
// Prints a line for each thing that happens; each line of its input is sent to the newest client, binary after "b:", else as text.
'use strict';
const readline = require('readline');
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  handleProtocols: (offered) => (offered.has('second') ? 'second' : false),
});
let client = null;

server.on('listening', () => console.log('listening'));
server.on('connection', (socket, request) => {
  client = socket;
  for (const name of ['authorization', 'x-device-class', 'x-forwarded-by', 'x-room']) {
    if (name in request.headers) console.log(`header ${name}: ${request.headers[name]}`);
  }
  console.log(`open ${request.url} ${socket.protocol}`);
  socket.on('message', (data, isBinary) => console.log(`${isBinary ? 'binary' : 'text'} ${data.toString()}`));
  socket.on('close', (code, reason) => console.log(`close ${code} ${reason}`));
  socket.on('error', (error) => console.log(`error ${error.message}`));
});
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.startsWith('close ')) {
    const [, code, reason] = line.split(' ');
    client.close(Number(code), reason);
  } else if (line.startsWith('b:')) {
    client.send(Buffer.from(line.slice(2)));
  } else {
    client.send(line);
  }
});

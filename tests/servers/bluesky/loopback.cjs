// Preloaded by node: a server that names no address listens on 127.0.0.1, not on every interface.
const { Server } = require('node:net')

const listen = Server.prototype.listen

Server.prototype.listen = function (...given) {
  const [first, second] = given
  const whenReady = given.find((argument) => typeof argument === 'function')
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first))
  if (first === undefined || first === whenReady || isPort) {
    const host = isPort && typeof second === 'string' ? second : '127.0.0.1'
    return listen.call(this, { port: isPort ? Number(first) : 0, host }, whenReady)
  }
  if (first !== null && typeof first === 'object' && 'port' in first && !first.host) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, whenReady)
  }
  return listen.apply(this, given)
}

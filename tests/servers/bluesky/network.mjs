// A Bluesky network of its own in one process: directory, PDS, AppView and Ozone, with four accounts.
// Prints "READY" and the lines that tests read once everything answers. Ends on SIGTERM.
import { TestNetwork } from '@atproto/dev-env'

const port = (name) => Number(process.env[name])
const network = await TestNetwork.create({
  plc: { port: port('ATP_PLC_PORT') },
  pds: {
    port: port('ATP_PDS_PORT'),
    hostname: 'localhost',
    enableDidDocWithSession: true,
    rateLimitsEnabled: process.env.ATP_RATE_LIMITS === '1',
  },
  bsky: {
    dbPostgresSchema: 'bsky',
    port: port('ATP_APPVIEW_PORT'),
    publicUrl: `http://localhost:${port('ATP_APPVIEW_PORT')}`,
  },
  ozone: { port: port('ATP_OZONE_PORT'), dbMaterializedViewRefreshIntervalMs: 5000 },
})

const pds = `http://127.0.0.1:${port('ATP_PDS_PORT')}`

async function post(method, body, token) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const reply = await fetch(`${pds}/xrpc/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${method} answered ${reply.status}: ${await reply.text()}`)
  return reply.json()
}

const lines = { ATP_PDS_URL: pds, ATP_OZONE_DID: network.ozone.ctx.cfg.service.did }
// The PDS reserves names such as "mod", hence the prefix.
for (const who of ['owner', 'reader', 'troll', 'mod']) {
  const handle = `cm-${who}.test`
  const password = `${who}-${process.env.ATP_SECRET}`
  const account = await post('com.atproto.server.createAccount', { handle, email: `${who}@example.test`, password })
  const app = await post('com.atproto.server.createAppPassword', { name: 'cm' }, account.accessJwt)
  const name = `ATP_${who.toUpperCase()}`
  lines[`${name}_HANDLE`] = handle
  lines[`${name}_DID`] = account.did
  lines[`${name}_APP_PASSWORD`] = app.password
  if (who === 'mod') await network.ozone.addModeratorDid(account.did)
}
await network.processAll(20_000)

// In the real network the AppView listens to each labeler. dev-env leaves that out: copy the labels across.
let newest = ''
let timer
async function copyLabels() {
  const labels = await network.ozone.ctx.db.db.selectFrom('label').selectAll()
    .where('cts', '>=', newest).orderBy('cts', 'asc').execute()
  for (const { src, uri, cid, val, neg, cts, exp } of labels) {
    await network.bsky.db.db.insertInto('label').values({ src, uri, cid, val, neg, cts, exp })
      .onConflict((already) => already.columns(['src', 'uri', 'cid', 'val']).doUpdateSet({ neg, cts, exp })).execute()
    newest = cts
  }
  timer = setTimeout(() => copyLabels().catch(leave), 300)
}
await copyLabels()

let leaving = false
async function leave(error) {
  if (leaving) return
  leaving = true
  if (error instanceof Error) console.error(error)
  clearTimeout(timer)
  setTimeout(() => process.exit(0), 3000).unref()
  await network.close().catch(() => {})
  process.exit(error instanceof Error ? 1 : 0)
}
process.on('SIGTERM', leave)

console.log('READY')
for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`)
console.log('END')

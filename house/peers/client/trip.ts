// Creates, reads and deletes every kind of object with a client generated from the live document: node trip.js URL PORT FOLDER
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as api from './generated';
import { client } from './generated/client.gen';
import { Judge } from './judge';
import { clusters, endpointsOf, listeners, ok, routes, ruleLists, rules, type Kind } from './kinds';
import { Samples } from './samples';

const [url, port, folder] = process.argv.slice(2);
const samples = new Samples(Number(port), folder);
const names = (objects: { name?: string }[]) => objects.map((object) => object.name);

async function refused(answer: Promise<{ error?: unknown; response: Response }>, status: number): Promise<api.Failure> {
  const { error, response } = await answer;
  assert.equal(response.status, status, JSON.stringify(error));
  return error as api.Failure;
}

/** Adds an object, first as if, looks at it, and deletes it the same way. */
async function comeAndGo<Written extends { name?: string }, Shown extends { name: string }>(
  kind: Kind<Written, Shown>, written: Written, look: (shown: Shown) => unknown = () => {}): Promise<void> {
  const name = written.name!;
  const step = { kind: kind.name, name };
  const same = (steps: api.Plan['starts']) => (steps ?? []).some((s) => s.kind === step.kind && s.name === step.name);
  const before = names(await ok(kind.list()));

  const start = await ok(kind.add(written, true));
  assert.ok(same(start.plan?.starts), JSON.stringify({ step, start }));
  assert.deepEqual(names(await ok(kind.list())), before, 'a dry run changed something');
  assert.equal((await ok(kind.add(written))).message, 'OK');
  assert.deepEqual(names(await ok(kind.list())).sort(), [...before, name].sort());
  await refused(kind.add(written), 400);

  const shown = await ok(kind.show(name));
  assert.equal(shown.name, name);
  look(shown);
  assert.equal((await ok(kind.show(name, true))).name, name);

  const stop = await ok(kind.remove(name, true));
  assert.ok(same(stop.plan?.stops), JSON.stringify({ step, stop }));
  assert.equal((await ok(kind.show(name))).name, name, 'a dry run deleted something');
  await ok(kind.remove(name));
  assert.deepEqual(names(await ok(kind.list())), before);
  assert.match(String((await refused(kind.show(name), 400)).content), /./);
}

async function everyObject(): Promise<void> {
  for (const listener of samples.listeners()) {
    await comeAndGo(listeners, listener, (shown) => assert.deepEqual(shown.spec, listener.spec));
  }
  for (const cluster of samples.clusters()) {
    await comeAndGo(clusters, cluster, (shown) => assert.deepEqual(shown.spec, cluster.spec));
  }
  await ok(clusters.add({ name: 'c', spec: { protocol: 'UDP', port: 9 } }));
  await comeAndGo(endpointsOf('c'), { name: 'e', spec: { address: '127.0.0.1', port: 10 }, weight: 7 }, (shown) => {
    assert.equal(shown.spec.address, '127.0.0.1');
    assert.equal(shown.weight, 7);
  });
  const loadbalancer = { policy: 'Maglev', key: '/name', health: 'off' };
  await comeAndGo(clusters, { name: 'b', spec: { protocol: 'TCP', port: 9 }, loadbalancer }, (shown) => {
    assert.deepEqual(shown.loadbalancer, loadbalancer);
  });
  const retry = { retry_on: 'always', num_retries: 5, timeout: 100, backoff: 'exponential', byte_streams: 'end' };
  await comeAndGo(routes, { name: 'r', destination: 'c', ingress: ['c'], egress: ['c'], retry }, (shown) => {
    assert.equal(shown.destination, 'c');
    assert.deepEqual([shown.ingress, shown.egress], [['c'], ['c']]);
    assert.deepEqual(shown.retry, retry);
  });
  await ok(routes.add({ name: 'r', destination: 'c' }));
  const match = { op: 'test', path: '/UDP/dst_port', value: 9 };
  const rewrite = [{ path: '/x', value: { y: [1, null] } }];
  await comeAndGo(rules, { name: 'rule', match, action: { route: 'r', rewrite } }, (shown) => {
    assert.deepEqual(shown.match, match);
    assert.deepEqual(shown.action, { route: 'r', rewrite });
  });
  await positions();
  await ok(routes.remove('r'));
  await ok(clusters.remove('c'));
}

/** Rules of a list, at a position. */
async function positions(): Promise<void> {
  await ok(rules.add({ name: 'rule', action: { route: 'r' } }));
  await comeAndGo(ruleLists, { name: 'l', rules: ['rule'] }, (shown) => assert.deepEqual(shown.rules, ['rule']));
  await ok(ruleLists.add({ name: 'l', rules: ['rule'] }));
  const at = (position: number) => ({ path: { name: 'l', position } });
  const inserted = { name: 'new', action: { apply: 'l' } };

  const { plan } = await ok(api.addRuleToRuleList({ ...at(0), body: { rule: inserted }, query: { dryRun: true } }));
  assert.deepEqual(plan?.starts?.map((step) => step.name), ['new']);
  await ok(api.addRuleToRuleList({ ...at(0), body: { rule: inserted } }));
  await ok(api.addRuleToRuleList({ ...at(2), body: { rule: 'rule' } }));
  assert.deepEqual((await ok(ruleLists.show('l'))).rules, ['new', 'rule', 'rule']);
  const shown = await ok(api.getRuleFromRuleList({ ...at(0), query: { recursive: true } }));
  assert.equal(shown.name, 'new');
  assert.deepEqual(shown.action, inserted.action);

  await ok(api.deleteRuleFromRuleList({ ...at(0), query: { dryRun: true } }));
  assert.equal((await ok(ruleLists.show('l'))).rules.length, 3);
  await ok(api.deleteRuleFromRuleList(at(2)));
  await ok(api.deleteRuleFromRuleList({ path: { name: 'l', position: 'new' } }));
  assert.deepEqual((await ok(ruleLists.show('l'))).rules, ['rule']);
  await refused(api.getRuleFromRuleList(at(1)), 400);
  await ok(ruleLists.remove('l'));
  await ok(rules.remove('rule'));
  await ok(rules.remove('new'));
}

/** A session over TCP through an echo and a transform, seen and ended. */
async function session(): Promise<void> {
  const listener: api.Listener = {
    name: 'echo',
    spec: { protocol: 'TCP', address: '127.0.0.1', port: Number(port) },
    rules: [{ action: { route: {
      destination: { name: 'there', spec: { protocol: 'Echo' } },
      ingress: [{ name: 'between', spec: { protocol: 'Metric' } }],
    } } }],
  };
  await ok(listeners.add(listener));
  const socket = connect(Number(port), '127.0.0.1');
  const ended = once(socket.on('error', () => {}), 'close');
  socket.write('hello');
  assert.equal(String((await once(socket, 'data'))[0]), 'hello');

  const found = (await ok(api.getSessions())).find((one) => one.source.origin === 'echo');
  const path = { name: found!.name };
  const shown = await ok(api.getSession({ path }));
  assert.equal(shown.status, 'CONNECTED');
  assert.equal(shown.destination.origin, 'there');
  assert.equal(shown.counters?.ingress.bytes, 5);
  assert.deepEqual(shown.ingress.map((stage) => stage.origin), ['between']);
  assert.ok(names((await ok(api.getConf())).sessions).includes(path.name));

  const { plan } = await ok(api.deleteSession({ path, query: { dryRun: true } }));
  assert.deepEqual(plan?.sessions?.map((one) => [one.name, one.effect]), [[path.name, 'end']]);
  await ok(api.deleteSession({ path }));
  socket.resume();
  await ended;
  await refused(api.getSession({ path }), 400);
  await ok(listeners.remove('echo'));
}

/** Everything at once, with the listener that the API is at. */
async function config(): Promise<void> {
  const { hostname, port: own } = new URL(url);
  const atApi: api.Listener = {
    name: 'api',
    spec: { protocol: 'HTTP', address: hostname, port: Number(own) },
    rules: [{ action: { route: { destination: { name: 'api', spec: { protocol: 'L7mpController' } } } } }],
  };
  const { strict, log_level } = await ok(api.getAdmin());
  const alone: api.Config = { admin: { strict, log_level }, listeners: [atApi] };
  const more: api.Config = { ...alone, clusters: [{
    name: 'more', spec: { protocol: 'TCP', port: 9 }, endpoints: [{ name: 'at', spec: { address: '127.0.0.1' } }],
  }] };

  const { plan } = await ok(api.setConf({ body: more, query: { dryRun: true } }));
  assert.deepEqual(plan?.starts?.map((step) => step.name).sort(), ['at', 'more']);
  await ok(api.setConf({ body: more }));
  const shown = await ok(api.getConf());
  assert.deepEqual(names(shown.listeners), ['api']);
  assert.deepEqual(names(shown.clusters).sort(), ['api', 'more']);
  assert.ok(names(shown.endpoints).includes('at'));
  await ok(api.setConf({ body: alone }));
  assert.deepEqual(names((await ok(api.getConf())).clusters), ['api']);
}

async function admin(): Promise<void> {
  const { log_level } = await ok(api.getAdmin());
  const set = (level: string, dryRun = false) =>
    api.applyAdmin({ body: { admin: { log_level: level } }, query: { dryRun } });
  const { plan } = await ok(set('error', true));
  assert.equal(plan?.changes?.length, 1);
  assert.equal((await ok(api.getAdmin())).log_level, log_level);
  await ok(set('error'));
  assert.equal((await ok(api.getAdmin())).log_level, 'error');
  await ok(set(log_level));
}

/** What this client cannot send by its types. */
async function faults(strict: boolean): Promise<void> {
  const listener = { name: 'x', spec: { protocol: 'TCP', port: 'text' }, rules: [] } as unknown as api.Listener;
  const { content } = await refused(listeners.add(listener), strict ? 422 : 400);
  assert.equal(Array.isArray(content), strict);
}

async function main(): Promise<void> {
  client.setConfig({ baseUrl: url });
  const document = (await ok(api.getOpenApiJson())) as Record<string, any>;
  const judge = new Judge(document);
  client.interceptors.response.use(async (response, request, options) => {
    await judge.hear(request.method, options.url, response);
    return response;
  });
  for (const strict of [false, true]) {
    await ok(api.applyAdmin({ body: { admin: { strict } } }));
    assert.equal((await ok(api.getAdmin())).strict, strict);
    await everyObject();
    await session();
    await config();
    await admin();
    await faults(strict);
  }
  await ok(api.getOpenApiJson());
  await ok(api.getOpenApiYaml());
  assert.deepEqual(judge.unheard(), [], 'operations that nobody tried');
  console.log(`${[...judge.seen.values()].reduce((a, b) => a + b)} answers are as the document says`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

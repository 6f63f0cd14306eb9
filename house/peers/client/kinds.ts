// The operations that the kinds of objects have in common, by the names that the generator gave them.
import * as api from './generated';

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

export interface Kind<Written, Shown> {
  readonly name: string;
  add(written: Written, dryRun?: boolean): Answer<api.Change>;
  list(): Answer<Shown[]>;
  show(name: string, recursive?: boolean): Answer<Shown>;
  remove(name: string, dryRun?: boolean): Answer<api.Change>;
}

/** What was answered, if that is not a refusal. */
export async function ok<T>(answer: Answer<T>): Promise<T> {
  const { data, error, response } = await answer;
  if (error !== undefined || data === undefined) {
    throw new Error(`${response?.status} ${response?.url}: ${JSON.stringify(error)}`);
  }
  return data;
}

export const listeners: Kind<api.Listener, api.ListenerDump> = {
  name: 'listener',
  add: (listener, dryRun) => api.addListener({ body: { listener }, query: { dryRun } }),
  list: () => api.getListeners(),
  show: (name, recursive) => api.getListener({ path: { name }, query: { recursive } }),
  remove: (name, dryRun) => api.deleteListener({ path: { name }, query: { dryRun, recursive: true } }),
};

export const clusters: Kind<api.Cluster, api.ClusterDump> = {
  name: 'cluster',
  add: (cluster, dryRun) => api.addCluster({ body: { cluster }, query: { dryRun } }),
  list: () => api.getClusters(),
  show: (name, recursive) => api.getCluster({ path: { name }, query: { recursive } }),
  remove: (name, dryRun) => api.deleteCluster({ path: { name }, query: { dryRun } }),
};

export const endpointsOf = (cluster: string): Kind<api.EndPoint, api.EndPointDump> => ({
  name: 'endpoint',
  add: (endpoint, dryRun) => api.addEndPoint({ path: { name: cluster }, body: { endpoint }, query: { dryRun } }),
  list: () => api.getEndPoints({ path: { name: cluster } }),
  show: (name) => api.getEndPoint({ path: { name } }),
  remove: (name, dryRun) => api.deleteEndPoint({ path: { name }, query: { dryRun } }),
});

export const ruleLists: Kind<api.RuleList, api.RuleListDump> = {
  name: 'rulelist',
  add: (rulelist, dryRun) => api.addRuleList({ body: { rulelist }, query: { dryRun } }),
  list: () => api.getRuleLists(),
  show: (name, recursive) => api.getRuleList({ path: { name }, query: { recursive } }),
  remove: (name, dryRun) => api.deleteRuleList({ path: { name }, query: { dryRun } }),
};

export const rules: Kind<api.Rule, api.RuleDump> = {
  name: 'rule',
  add: (rule, dryRun) => api.addRule({ body: { rule }, query: { dryRun } }),
  list: () => api.getRules(),
  show: (name, recursive) => api.getRule({ path: { name }, query: { recursive } }),
  remove: (name, dryRun) => api.deleteRule({ path: { name }, query: { dryRun } }),
};

export const routes: Kind<api.Route, api.RouteDump> = {
  name: 'route',
  add: (route, dryRun) => api.addRoute({ body: { route }, query: { dryRun } }),
  list: () => api.getRoutes(),
  show: (name, recursive) => api.getRoute({ path: { name }, query: { recursive } }),
  remove: (name, dryRun) => api.deleteRoute({ path: { name }, query: { dryRun } }),
};

// One object for each protocol of the document; a protocol without one does not compile.
import type { Cluster, ClusterSpec, ClusterTransport, Listener, ListenerSpec, ListenerTransport } from './generated';

type ByProtocol<Spec extends { protocol: string }> = { [P in Spec['protocol']]: Extract<Spec, { protocol: P }> };

export class Samples {
  private readonly address = '127.0.0.1';

  /** With a port that is free for UDP and TCP and a folder for sockets. */
  constructor(private readonly port: number, private readonly folder: string) {}

  private below(): ByProtocol<ListenerTransport> {
    const { address, port } = this;
    return {
      TCP: { protocol: 'TCP', address, port },
      UDP: { protocol: 'UDP', address, port, connect: { address, port: 9 }, options: { mode: 'singleton' } },
      UnixDomainSocket: { protocol: 'UnixDomainSocket', filename: `${this.folder}/client.sock` },
      WebSocket: { protocol: 'WebSocket', address, port, path: '/media', max_message: 70_000 },
    };
  }

  private beyond(): ByProtocol<ClusterTransport> {
    const bind = { address: this.address };
    return {
      Discard: { protocol: 'Discard' },
      Echo: { protocol: 'Echo' },
      Stdio: { protocol: 'Stdio' },
      TCP: { protocol: 'TCP', port: 9000, bind },
      UDP: { protocol: 'UDP', port: 9000, bind: { ...bind, port: 9001 } },
      UnixDomainSocket: { protocol: 'UnixDomainSocket' },
      WebSocket: { protocol: 'WebSocket', port: 9000, bind, path: '/x', carry_host: true },
    };
  }

  listeners(): Listener[] {
    const below = this.below();
    const own: Omit<ByProtocol<ListenerSpec>, ListenerTransport['protocol'] | 'JSONSocket'> = {
      HTTP: { protocol: 'HTTP', address: this.address, port: this.port, path: '/app' },
    };
    const specs: ListenerSpec[] = [
      ...Object.values(own),
      ...Object.values(below),
      ...Object.values(below).map((transport): ListenerSpec => ({ protocol: 'JSONSocket', transport })),
    ];
    return specs.map((spec) => ({
      name: this.name('listener', spec),
      spec,
      rules: [{ action: { route: { destination: { spec: { protocol: 'Echo' } } } } }],
      options: { track: 1, idle_timeout: 0.5, max_sessions: 7 },
    }));
  }

  clusters(): Cluster[] {
    const beyond = this.beyond();
    const own: Omit<ByProtocol<ClusterSpec>, ClusterTransport['protocol'] | 'JSONSocket'> = {
      JSONDecap: { protocol: 'JSONDecap' },
      JSONEncap: { protocol: 'JSONEncap' },
      L7mpController: { protocol: 'L7mpController' },
      Logger: { protocol: 'Logger', log_file: `${this.folder}/client.log`, log_prefix: 'x' },
      Metric: { protocol: 'Metric', labels: [{ name: 'who', key: '/name' }] },
      Prometheus: { protocol: 'Prometheus' },
      Sync: { protocol: 'Sync', query: '/name' },
    };
    const header = [{ path: '/UDP' }, { path: { from: '/a', to: '/b' } }, { set: { key: '/c', value: 'd' } }];
    const specs: ClusterSpec[] = [
      ...Object.values(own),
      ...Object.values(beyond),
      ...Object.values(beyond).map((transport): ClusterSpec => ({ protocol: 'JSONSocket', transport, header })),
    ];
    return specs.map((spec) => ({ name: this.name('cluster', spec), spec }));
  }

  /** Hard to put into a path. */
  private name(kind: string, spec: ListenerSpec | ClusterSpec): string {
    return `a-${kind}/of-${spec.protocol}?${'transport' in spec ? `&${spec.transport.protocol}` : ''}#ö%2F`;
  }
}

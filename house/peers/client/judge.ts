// Holds every answer that a generated client gets against the OpenAPI document that it was generated from.
import Ajv from 'ajv/dist/2020';

type Schema = Record<string, any>;

/** The same schema, of objects that have nothing but what it tells; settings are shown as they were given, all of them. */
function closed(schema: any, key = ''): any {
  if (typeof schema !== 'object' || Array.isArray(schema)) {
    return Array.isArray(schema) ? schema.map((one) => closed(one)) : schema;
  }
  const inside = Object.entries(schema).map(([name, value]) => [name, closed(value, name)]);
  const open = key === 'spec' || Object.keys(schema.properties ?? {}).join() === 'protocol';
  return { ...Object.fromEntries(inside), ...(schema.properties && !open ? { additionalProperties: false } : {}) };
}

const pointer = (...names: string[]) => names
  .map((name) => `/${encodeURIComponent(name.replace(/~/g, '~0').replace(/\//g, '~1'))}`).join('');

export class Judge {
  /** How often each operation answered each status. */
  readonly seen = new Map<string, number>();
  private readonly ajv = new Ajv({ allErrors: true, strict: false });

  constructor(private readonly document: Schema) {
    this.ajv.addSchema(closed(document), 'document');
  }

  /** Throws unless the document has such an answer of that operation. */
  async hear(method: string, path: string, answer: Response): Promise<void> {
    const verb = method.toLowerCase();
    const operation = this.document.paths[path][verb];
    const what = `${operation.operationId} ${answer.status}`;
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
    const status = String(answer.status);
    const response = operation.responses[status];
    if (response === undefined) {
      throw new Error(`${what}: the document does not know this status`);
    }
    const shared = response.$ref !== undefined;
    const type = (answer.headers.get('content-type') ?? '').split(';')[0].trim();
    if (!(shared ? this.document.components.responses[status] : response).content[type]) {
      throw new Error(`${what}: the document does not know the type '${type}'`);
    }
    if (type === 'application/json') {
      const place = shared ? response.$ref : `#${pointer('paths', path, verb, 'responses', status)}`;
      this.hold(what, `${place}${pointer('content', type, 'schema')}`, await answer.clone().json());
    }
  }

  private hold(what: string, place: string, value: unknown): void {
    const check = this.ajv.getSchema(`document${place}`)!;
    if (!check(value)) {
      const faults = check.errors!.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
      throw new Error(`${what} is not as the document says:\n${faults.join('\n')}\n${JSON.stringify(value, null, 2)}`);
    }
  }

  /** The operations of the document of which nobody saw a success. */
  unheard(): string[] {
    return Object.values<Schema>(this.document.paths)
      .flatMap((path) => Object.values<Schema>(path))
      .map((operation) => operation.operationId as string)
      .filter((id) => !this.seen.has(`${id} 200`));
  }
}

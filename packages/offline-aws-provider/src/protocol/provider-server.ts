import { join } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { DynamicValue } from './dynamic-value';

/** A request of Terraform's plugin protocol, with the fields that the calls read. Each request contains only some of these fields. */
export interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly current_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly raw_state: { readonly json: Uint8Array };
}

/** A function that returns the response to a request. If it throws an error, the `terraform` command fails with this error. */
export type Call = (request: Request) => object;

/** The calls of a gRPC service, by name. */
export type Calls = Readonly<Record<string, Call>>;

/** `HealthCheckResponse.ServingStatus.SERVING` of gRPC's health check. */
const serving = 1;

/** The gRPC server of a provider. It serves the provider's calls, and the health check that Terraform requests first. */
export class ProviderServer {
  readonly #server = new Server();

  constructor(calls: Calls) {
    const provider = loadService('tfplugin5.proto', 'tfplugin5.Provider');
    this.#server.addService({ ...provider, ...serializedOnce('GetSchema', provider) }, implementation(calls));
    const health = loadService('health.proto', 'grpc.health.v1.Health');
    this.#server.addService(health, implementation({ Check: () => ({ status: serving }) }));
  }

  /**
   * Starts listening for connections.
   * @param address for example `unix:/path` or `127.0.0.1:0`
   * @returns the TCP port; for a unix socket, the number has no meaning
   */
  listen(address: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  /** Stops the server immediately. Calls in flight fail. */
  stop(): void {
    this.#server.forceShutdown();
  }
}

function loadService(file: string, name: string): ServiceDefinition {
  const definition = loadSync(join(__dirname, file), { keepCase: true, longs: Number, defaults: true })[name];
  if (definition === undefined || 'format' in definition)
    throw new Error(`${file} does not declare the service ${name}.`);
  return definition as ServiceDefinition;
}

/**
 * Returns the definition of a call whose response is serialized only once. The schemas never change, and serializing them takes longer than
 * the rest of a plan.
 */
function serializedOnce(name: string, { [name]: method }: ServiceDefinition): ServiceDefinition {
  if (method === undefined) throw new Error(`The service does not declare the call ${name}.`);
  let bytes: Buffer | undefined;
  const responseSerialize = (value: object) => {
    bytes ??= method.responseSerialize(value);
    return bytes;
  };
  return { [name]: { ...method, responseSerialize } };
}

function implementation(calls: Calls): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(calls).map(([name, respond]) => [
      name,
      (call: { request: Request }, callback: (error: object | null, response?: object) => void) => {
        try {
          callback(null, respond(call.request));
        } catch (error) {
          callback({ code: status.INTERNAL, message: `${name}: ${(error as Error).message}` });
        }
      },
    ]),
  );
}

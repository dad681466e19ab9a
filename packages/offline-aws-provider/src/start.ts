import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { Account, type TerraformState } from './account';
import { deriveSchema, type UsedTypes } from './derive-schema';
import { type Call, createProvider, type Request } from './provider';

/** A running provider, that any number of `terraform` commands may attach to. */
export interface OfflineProvider {
  /** What `terraform` needs in its environment. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  /** The pretended AWS account, for tests that want something of it. */
  readonly account: Account;
  stop(): void;
}

/** The longest path of a unix socket that macOS takes is 103 bytes, Linux takes 107. */
const longestSocketPath = 103;
const providerAddress = 'registry.terraform.io/hashicorp/aws';
const serving = 1;

/**
 * Starts a provider that answers `terraform` in the place of hashicorp/aws, from the schema of the installed
 * bindings and without AWS. It stops with its process or by `stop()`.
 *
 * @param types what the stacks use (see `usedTypes`).
 * @param state what was applied before. Without it the account is fresh, and data sources see only what this process
 *   applies.
 * @throws Error for a type that the bindings lack.
 */
export async function startOfflineProvider(types: UsedTypes, state: TerraformState = {}): Promise<OfflineProvider> {
  const account = new Account();
  account.recall(state);
  const server = new Server();
  const calls = createProvider(deriveSchema(types), account);
  const service = loadService('tfplugin5.proto', 'tfplugin5.Provider');
  server.addService({ ...service, ...serializedOnce('GetSchema', service) }, implement(calls));
  server.addService(
    loadService('health.proto', 'grpc.health.v1.Health'),
    implement({ Check: () => ({ status: serving }) }),
  );

  const folder = mkdtempSync(join(tmpdir(), 'provider-'));
  const socket = join(folder, 'socket');
  const usesSocket = process.platform !== 'win32' && Buffer.byteLength(socket) <= longestSocketPath;
  const port = await bind(server, usesSocket ? `unix:${socket}` : '127.0.0.1:0');
  const Addr = usesSocket ? { Network: 'unix', String: socket } : { Network: 'tcp', String: `127.0.0.1:${port}` };

  const stop = () => {
    process.removeListener('exit', stop);
    server.forceShutdown();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  const reattach = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr };
  return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify({ [providerAddress]: reattach }) }, account, stop };
}

function loadService(file: string, name: string): ServiceDefinition {
  const definition = loadSync(join(__dirname, file), { keepCase: true, longs: Number, defaults: true })[name];
  if (definition === undefined || 'format' in definition) throw new Error(`${file} declares no service ${name}.`);
  return definition as ServiceDefinition;
}

/** The schemas are the same for every command, and to write them takes longer than all the other answers to a plan. */
function serializedOnce(name: string, { [name]: method }: ServiceDefinition): ServiceDefinition {
  if (method === undefined) throw new Error(`The service has no call ${name}.`);
  let bytes: Buffer | undefined;
  const responseSerialize = (value: object) => {
    bytes ??= method.responseSerialize(value);
    return bytes;
  };
  return { [name]: { ...method, responseSerialize } };
}

function implement(calls: Record<string, Call>): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(calls).map(([name, answer]) => [
      name,
      (call: { request: Request }, callback: (error: object | null, response?: object) => void) => {
        try {
          callback(null, answer(call.request));
        } catch (error) {
          callback({ code: status.INTERNAL, message: `${name}: ${(error as Error).message}` });
        }
      },
    ]),
  );
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from '../aws/account';
import { ProviderServer } from '../protocol/provider-server';
import { deriveSchema } from '../schema/derive-schema';
import type { UsedTypes } from '../schema/used-types';
import { providerCalls } from './provider-calls';

/** A running provider, to which any number of `terraform` commands can attach. */
export interface OfflineProvider {
  /** The environment variable through which `terraform` finds the provider. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  /** The simulated AWS account, which tests read and change. */
  readonly account: Account;
  stop(): void;
}

/** The maximum length of a Unix socket's path, in bytes, on macOS. On Linux, the maximum is 107. */
const maxSocketPathBytes = 103;
const providerSource = 'registry.terraform.io/hashicorp/aws';

/**
 * Starts a provider that replaces hashicorp/aws. It has the schema of the installed bindings, and needs no AWS account: it uses a simulated
 * account, which is empty at first. It stops with this process, or with `stop()`.
 * @param types the types that the stacks use (see `usedTypes`)
 * @throws Error if the bindings lack a type
 */
export async function startOfflineProvider(types: UsedTypes): Promise<OfflineProvider> {
  const account = new Account();
  const server = new ProviderServer(providerCalls(deriveSchema(types), account));

  const folder = mkdtempSync(join(tmpdir(), 'provider-'));
  const socket = join(folder, 'socket');
  const usesSocket = process.platform !== 'win32' && Buffer.byteLength(socket) <= maxSocketPathBytes;
  const port = await server.listen(usesSocket ? `unix:${socket}` : '127.0.0.1:0');
  const Addr = usesSocket ? { Network: 'unix', String: socket } : { Network: 'tcp', String: `127.0.0.1:${port}` };

  const stop = () => {
    process.removeListener('exit', stop);
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  const reattach = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr };
  return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify({ [providerSource]: reattach }) }, account, stop };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Process } from '../../../tools/shared/process';
import { findFreePort } from '../http/free-port';
import { until } from '../jest/until';

/** A real container registry on loopback, with its images in a temporary folder. */
export class RegistryServer {
  private constructor(
    readonly host: string,
    private readonly process: Process,
    private readonly folder: string,
  ) {}

  /**
   * Starts a registry.
   * @param program the path of `docker-registry`
   */
  static async start(program: string): Promise<RegistryServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'registry-'));
    const port = await findFreePort();
    const host = `127.0.0.1:${port}`;
    const configuration = path.join(folder, 'config.json');
    writeFileSync(
      configuration,
      JSON.stringify({
        version: '0.1',
        log: { level: 'error', accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: path.join(folder, 'images') } },
        http: { addr: host },
      }),
    );
    const server = new Process(program, ['serve', configuration], { stdio: 'ignore', killAtExit: true });
    await until(() =>
      fetch(`http://${host}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return new RegistryServer(host, server, folder);
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true });
  }
}

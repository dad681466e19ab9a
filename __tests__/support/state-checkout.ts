import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isolatedEnvironment, type TerraformResult } from '../../tools/shared/terraform';

const stackFolder = 'cdktf.out/stacks/dev';

/** A checkout of the repository on somebody's machine, as far as Terraform sees it: one synthesized stack in its place. */
export class Checkout {
  /** The repository's root. */
  readonly root = mkdtempSync(join(tmpdir(), 'checkout-'));
  /** The stack's folder, where Terraform works. */
  readonly folder = join(this.root, stackFolder);
  readonly #environment: NodeJS.ProcessEnv;

  /** @param environment what is set beside an isolated environment */
  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = { ...isolatedEnvironment(this.root, environment), TF_INPUT: '1' };
  }

  /** Writes what `npm run synth` would, leaving Terraform's own files beside it alone. */
  synthesize(stack: object): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'cdk.tf.json'), JSON.stringify(stack));
  }

  /**
   * Runs `terraform -chdir=cdktf.out/stacks/dev` in the root.
   * @param answer what is typed when Terraform asks. @default nothing
   */
  async terraform(args: readonly string[], answer = ''): Promise<TerraformResult> {
    const child = spawn('terraform', [`-chdir=${stackFolder}`, ...args, '-no-color'], {
      cwd: this.root,
      env: this.#environment,
    });
    child.stdin.on('error', () => {
      // It has ended without asking.
    });
    child.stdin.end(answer);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    return new Promise((resolve, reject) => {
      child.once('error', reject).once('close', (code) => resolve({ exitCode: code ?? 1, output }));
    });
  }

  /** Runs a command that must succeed, and gives its output. */
  async succeed(args: readonly string[], answer?: string): Promise<string> {
    const { exitCode, output } = await this.terraform(args, answer);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${output}`);
    return output;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createPrograms, type Programs } from '../commands/programs';

interface Behaviour {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** The contents of files by path. Only `call` writes these files; the stub program does not. */
  readonly files?: Readonly<Record<string, string>>;
}

const stub = `
echo "\${0##*/} $*" >> "$FOLDER/calls"
behaviour="$FOLDER/behaviours/$(printf '%s' "\${0##*/} $*" | tr ' /' '__')"
[ ! -f "$behaviour" ] || . "$behaviour"
`;

/** Stub programs that record the command lines with which they are called. They succeed unless a test defines another behaviour. */
export class StubPrograms {
  readonly #programs: Programs;
  readonly #behaviours = new Map<string, Behaviour>();

  constructor(...names: readonly string[]) {
    this.#programs = createPrograms(Object.fromEntries(names.map((name) => [name, stub])));
    mkdirSync(path.join(this.#programs.folder, 'behaviours'));
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#programs.environment;
  }

  /** Sets the output and the exit code of a command line, such as `npm ci`. */
  define(command: string, behaviour: Behaviour): void {
    this.#behaviours.set(command, behaviour);
    const { stdout = '', stderr = '', exitCode = 0 } = behaviour;
    const lines = [`printf '%s' ${quoted(stdout)}`, `printf '%s' ${quoted(stderr)} >&2`, `exit ${exitCode}`];
    writeFileSync(path.join(this.#programs.folder, 'behaviours', command.replace(/[ /]/g, '_')), lines.join('\n'));
  }

  /**
   * Does what the stub program does, but in this process, which is faster.
   * @throws Error if the exit code is not 0
   */
  call(command: string): void {
    appendFileSync(path.join(this.#programs.folder, 'calls'), `${command}\n`);
    const { exitCode = 0, stderr = '', files = {} } = this.#behaviours.get(command) ?? {};
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(process.cwd(), path.dirname(file)), { recursive: true });
      writeFileSync(path.join(process.cwd(), file), text);
    }
    if (exitCode !== 0) throw new Error(`${command} exited with ${exitCode}: ${stderr}`);
  }

  /** Returns the command lines, such as `npm ci`, that have been called since the last `takeCalls`. */
  takeCalls(): string[] {
    const file = path.join(this.#programs.folder, 'calls');
    const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    writeFileSync(file, '');
    return calls.filter((call) => call !== '');
  }

  remove(): void {
    this.#programs.remove();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

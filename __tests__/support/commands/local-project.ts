import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mainThatWrites, stackDocument } from './local-stack';
import { endTools, runTool, type ToolOptions, type ToolProcess } from './tool-process';
import { installUntypedTsx } from './untyped-project';

const repository = path.resolve(__dirname, '../../..');

/** A minimal project for `npm start`: its `main.ts` writes a small stack, and its app responds with the app's environment variables. */
export interface LocalProject {
  readonly folder: string;
  /** The folder of the project's data. It is next to the project, and does not exist before the first run. */
  readonly data: string;
  /** Writes a file of the project, at a path relative to its folder. */
  write(file: string, text: string): void;
  /** Runs `npm start` in the project, on a free port unless the environment sets PORT. */
  start(args?: readonly string[], options?: ToolOptions): ToolProcess;
  /** Ends all running processes, and deletes the project and its data. */
  close(): Promise<void>;
}

/**
 * The source of an app that responds to requests with its environment variables as JSON. A request for `/crash` ends the app with exit code
 * 7.
 */
export const echoingApp = `
  import { createServer } from 'node:http';
  createServer((req, res) => {
    if (req.url === '/crash') process.exit(7);
    res.end(JSON.stringify(process.env));
  }).listen(Number(process.env.PORT));
`;

export function createLocalProject(): LocalProject {
  const root = mkdtempSync(path.join(tmpdir(), 'local-project-'));
  const folder = path.join(root, 'project');
  const data = path.join(root, 'data');
  const project: LocalProject = {
    folder,
    data,
    write: (file, text) => {
      // The file gets its name only when it is complete. Otherwise, `npm run dev` could first see an empty file.
      const draft = path.join(root, 'draft');
      writeFileSync(draft, text);
      renameSync(draft, path.join(folder, file));
    },
    start: (args = [], { environment, ...options } = {}) =>
      runTool('start', ['--data', data, ...args], { folder, environment: { PORT: '0', ...environment }, ...options }),
    close: async () => {
      await endTools();
      rmSync(root, { recursive: true, force: true });
    },
  };
  mkdirSync(path.join(folder, 'app'), { recursive: true });
  installUntypedTsx(folder);
  cpSync(path.join(repository, 'contract.ts'), path.join(folder, 'contract.ts'));
  project.write('main.ts', mainThatWrites(stackDocument()));
  project.write('app/server.ts', echoingApp);
  return project;
}

/**
 * Waits until `npm start` prints the address of the app.
 * @returns the address, for example `http://localhost:3000`
 */
export async function addressOf(run: ToolProcess): Promise<string> {
  return (await run.writes(/Address +(http:\/\/localhost:\d+)\n/))[1] ?? '';
}

/** Returns the environment variables of a running `echoingApp`. */
export async function environmentOfApp(address: string): Promise<Record<string, string>> {
  return (await fetch(`${address}/env`)).json() as Promise<Record<string, string>>;
}

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiagramCommand, parseDiagramArguments } from '../../../tools/diagram/diagram-arguments';
import { runDiagram } from '../../../tools/diagram/diagram-command';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { UnknownEnvironment } from '../../../tools/shared/user-error';
import { captureOutput } from '../../support/commands/capture-output';
import { synthesized } from '../../support/stacks/synthesized';

jest.mock('../../../tools/shared/temporary-synthesis', () => ({
  synthesizeTemporarily: async (name: string) => {
    if (name !== 'dev') throw new UnknownEnvironment(`There is no environment "${name}".`);
    return new SynthesizedStack(synthesized() as unknown as SynthesizedStack['document']);
  },
}));

const parse = (...words: readonly string[]) => {
  const command = createDiagramCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return parseDiagramArguments(command, words, {});
};
const run = (...words: readonly string[]) =>
  captureOutput(() => runDiagram(parse(...words), new AbortController().signal));

describe('npm run diagram', () => {
  it.each([
    [[], 'Name an environment, for example: npm run diagram dev'],
    [['dev', '--json', '--mermaid'], '--json and --mermaid cannot be combined. Remove one.'],
    [['dev', '--docs'], '--docs draws the environments that docs/ shows. Remove the argument dev.'],
    [['dev', '--png'], "unknown option '--png'"],
  ])('rejects the arguments %j', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });

  it('rejects an environment that does not exist', async () => {
    expect((await run('qa')).error).toBe('There is no environment "qa".');
  });

  it('prints the boxes, their resources and the arrows as JSON', async () => {
    const diagram = JSON.parse((await run('dev', '--json')).output);
    expect(Object.keys(diagram)).toEqual(['title', 'groups', 'nodes', 'edges', 'notInAws']);
    expect(diagram.edges).toContainEqual({
      from: 'clients',
      to: 'aws_internet_gateway.network',
      label: 'HTTP 5000',
    });
  });

  it('prints a flowchart as Mermaid source', async () => {
    expect((await run('dev', '--mermaid')).output).toMatch(/^flowchart TB\n {2}n\d+\(\["<b>Clients<\/b>/);
  });

  it('writes the pictures and the flowchart, and prints their paths', async () => {
    const before = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), 'diagram-'));
    process.chdir(folder);
    try {
      const { output } = await run('dev');
      const files = ['dev-dark.svg', 'dev-light.svg', 'dev.mmd'];
      expect(readdirSync(join(folder, 'cdktf.out/diagrams')).sort()).toEqual(files);
      for (const file of files) expect(output).toContain(join('cdktf.out/diagrams', file));
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});

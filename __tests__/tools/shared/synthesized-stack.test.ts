import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSynthesizedStack, SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/local-project';

const stack = new SynthesizedStack(stackDocument());

describe('a synthesized stack', () => {
  it.each([
    ['an attribute of a resource', `\${aws_dynamodb_table.entries.name}`, 'Entries'],
    ['a member of a list', `\${aws_dynamodb_table.entries.attribute[1].name}`, 'timestamp'],
    ['the default of a variable', `\${var.origin}`, 'https://example.com'],
    ['the region of the provider', `\${data.aws_region.current.region}`, 'eu-central-1'],
    [
      'several references in a text',
      `\${var.origin}/\${aws_dynamodb_table.entries.name}`,
      'https://example.com/Entries',
    ],
    ['an escaped expression, which is none', `$\${var.origin}`, `\${var.origin}`],
    ['a text without a reference', 'Entries', 'Entries'],
  ])('resolves %s', (_what, text, resolved) => {
    expect(stack.resolve(text)).toBe(resolved);
  });

  it.each([
    ['an attribute that only AWS knows', `\${aws_dynamodb_table.entries.arn}`],
    ['a variable without a default', `\${var.container_image}`],
    ['a function', `\${one(aws_lb.app[*].dns_name)}`],
    ['a name that every object has', `\${aws_dynamodb_table.entries.constructor}`],
  ])('refuses %s, naming the text', (_what, text) => {
    expect(() => stack.resolve(text)).toThrow(`"${text}" is known only after an apply`);
  });
});

describe('loadSynthesizedStack', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'synthesized-'));
  mkdirSync(path.join(folder, 'stacks', 'dev'), { recursive: true });
  writeFileSync(path.join(folder, 'stacks', 'dev', 'cdk.tf.json'), JSON.stringify(stackDocument()));
  mkdirSync(path.join(folder, 'stacks', 'of-former-times'));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ stacks: { dev: {} } }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the stack of one environment', async () => {
    const loaded = await loadSynthesizedStack(folder, 'dev');
    expect(loaded.resources('aws_dynamodb_table')).toHaveLength(1);
  });

  it('names the environments that exist when asked for another', async () => {
    await expect(loadSynthesizedStack(folder, 'production')).rejects.toThrow(
      'There is no environment "production". What main.ts defines: dev.',
    );
  });

  it('knows no environment that main.ts no longer defines', async () => {
    await expect(loadSynthesizedStack(folder, 'of-former-times')).rejects.toThrow('There is no environment');
  });
});

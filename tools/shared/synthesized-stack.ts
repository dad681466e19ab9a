import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from './refusal';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One stack as cdktf wrote it: Terraform's JSON syntax, in which references are still `${…}` expressions. */
export class SynthesizedStack {
  constructor(private readonly document: Json) {}

  /** The resources of one type, such as `aws_dynamodb_table`, with their references resolved as far as that is possible. */
  resources(type: string): readonly Readonly<Record<string, unknown>>[] {
    const resources = at(at(this.document, 'resource'), type) ?? {};
    return Object.values(resources).filter((resource) => typeof resource === 'object' && resource !== null);
  }

  /**
   * Replaces each reference to something that this same file says (`${aws_dynamodb_table.entries.name}`, `${var.name}`
   * with a default, the provider's region) by what it says.
   * @throws Refusal for an expression that only Terraform or AWS can answer
   */
  resolve(text: string): string {
    return text.replace(/\$?\$\{([^}]*)\}/g, (match, expression: string) => {
      if (match.startsWith('$$')) return match.slice(1);
      const value = this.evaluate(expression.trim());
      if (value === undefined || value === null || typeof value === 'object') {
        throw new Refusal(`"${text}" is known only after an apply, so the app cannot be started locally with it.`);
      }
      return typeof value === 'string' ? this.resolve(value) : String(value);
    });
  }

  private evaluate(expression: string): Json | undefined {
    if (!/^\w+(\.[\w-]+|\[\d+\])+$/.test(expression)) return undefined;
    const keys = expression.split(/[.[\]]+/).filter((key) => key !== '');
    const [kind, type] = keys;
    if (kind === 'var')
      return keys.length === 2 ? follow(this.document, ['variable', type ?? '', 'default']) : undefined;
    if (kind === 'data' && type === 'aws_region') return follow(this.document, ['provider', 'aws', '0', 'region']);
    return follow(this.document, kind === 'local' ? ['locals', ...keys.slice(1)] : ['resource', ...keys]);
  }
}

/**
 * Reads `<folder>/stacks/<environment>/cdk.tf.json`, of an environment that the last synthesis knew: the folder may hold
 * others of former times.
 * @throws Refusal when there is no such environment, naming those that exist
 */
export async function loadSynthesizedStack(folder: string, environment: string): Promise<SynthesizedStack> {
  const manifest: { stacks: object } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const stacks = Object.keys(manifest.stacks);
  if (!stacks.includes(environment)) {
    throw new Refusal(`There is no environment "${environment}". What main.ts defines: ${stacks.sort().join(', ')}.`);
  }
  return new SynthesizedStack(
    JSON.parse(await readFile(path.join(folder, 'stacks', environment, 'cdk.tf.json'), 'utf8')),
  );
}

function follow(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce(at, value);
}

function at(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined;
}

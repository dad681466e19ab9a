import type { TerraformRunner } from './terraform-runner';

/**
 * Returns the outputs of the last apply by name; an empty object before the first apply.
 * @throws UserError with Terraform's message
 */
export async function readOutputs(
  terraform: TerraformRunner,
  stop: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const { exitCode, stdout, stderr } = await terraform.run(['output', '-json', '-no-color']);
  stop.throwIfAborted();
  // Terraform Cloud responds like this if the workspace has no state yet.
  if (/state version outputs: resource not found/.test(stderr)) return {};
  if (exitCode !== 0) throw terraform.failure('output', stdout, stderr);
  const outputs = JSON.parse(stdout || '{}') as Record<string, { value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

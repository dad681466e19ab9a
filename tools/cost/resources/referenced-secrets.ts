import type { SynthesizedStack } from '../../shared/synthesized-stack';
import type { PricedResource } from './priced-resources';

/** The parts of the synthesized JSON that refer to secrets and keys of `app.secrets`. */
interface Document {
  readonly data?: { readonly aws_secretsmanager_secret?: Readonly<Record<string, object>> };
  readonly locals?: { readonly secret_keys?: Readonly<Record<string, string>> };
}

/**
 * Returns the secrets and KMS keys to which `app.secrets` refers. The stack does not create them, but AWS charges for
 * them. A key that encrypts several secrets is counted once.
 */
export function referencedSecrets(stack: SynthesizedStack): readonly PricedResource[] {
  const { data = {}, locals = {} } = stack.document as Document;
  const variableOfKey = new Map(Object.entries(locals.secret_keys ?? {}).map(([variable, arn]) => [arn, variable]));
  return [
    ...Object.keys(data.aws_secretsmanager_secret ?? {}).map((id) =>
      named(stack, `data.aws_secretsmanager_secret.${id}`, 'aws_secretsmanager_secret'),
    ),
    ...[...variableOfKey.values()].map((variable) => named(stack, `local.secret_keys.${variable}`, 'aws_kms_key')),
  ];
}

function named({ region }: SynthesizedStack, address: string, type: string): PricedResource {
  return { address, type, region, values: {}, needsImage: false, references: () => [] };
}

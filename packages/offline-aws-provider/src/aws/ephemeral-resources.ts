import type { Values } from '../protocol/value';
import type { Account } from './account';

/** The ephemeral resources that the offline provider can open, by type. */
const ephemeralResources: Record<string, (config: Values, account: Account) => Values> = {
  aws_ssm_parameter: ({ arn, with_decryption: decrypt }, account) => {
    if (account.found.parameter === 'missing') {
      throw new Error(`reading SSM Ephemeral Resource Parameter ("${arn}"): couldn't find resource`);
    }
    return {
      name: String(arn).replace(/^.*:parameter/, ''),
      type: 'SecureString',
      value: decrypt === false ? 'ciphertext' : account.parameterValue,
      version: 1,
      with_decryption: decrypt ?? true,
    };
  },
};

/**
 * Returns the values of an ephemeral resource.
 * @throws Error with the message of the real provider if AWS does not have the resource
 */
export function openEphemeralResource(type: string, config: Values, account: Account): Values {
  const open = ephemeralResources[type];
  if (open === undefined)
    throw new Error(
      `The offline provider does not support ephemeral.${type}. Add it to packages/offline-aws-provider/src/aws/ephemeral-resources.ts.`,
    );
  return open(config, account);
}

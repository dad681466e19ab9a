import type { Account } from '../aws/account';
import { openEphemeralResource } from '../aws/ephemeral-resources';
import { errorDiagnostic } from '../protocol/diagnostic';
import { decodeObject, encodeValue } from '../protocol/dynamic-value';
import type { Calls } from '../protocol/provider-server';
import type { Block } from '../schema/provider-schema';
import { validateConfig } from './validate-config';

/**
 * Returns the provider calls for ephemeral resources, which Terraform stores neither in plans nor in states.
 * @param findBlock finds the schema of an ephemeral resource type
 */
export function ephemeralResourceCalls(findBlock: (type: string) => Block, account: Account): Calls {
  return {
    ValidateEphemeralResourceConfig: ({ type_name, config }) => ({
      diagnostics: validateConfig(findBlock(type_name), decodeObject(config) ?? {}),
    }),
    OpenEphemeralResource: ({ type_name, config: encoded }) => {
      const config = decodeObject(encoded) ?? {};
      try {
        return { result: encodeValue({ ...config, ...openEphemeralResource(type_name, config, account) }) };
      } catch (error) {
        return { diagnostics: [errorDiagnostic(`Cannot open ephemeral.${type_name}`, (error as Error).message)] };
      }
    },
    CloseEphemeralResource: () => ({}),
  };
}

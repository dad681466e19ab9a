import type { Account } from '../aws/account';
import { openEphemeralResource } from '../aws/ephemeral-resources';
import { errorDiagnostic } from '../protocol/diagnostic';
import { decodeObject, encodeValue } from '../protocol/dynamic-value';
import type { Calls } from '../protocol/provider-server';
import type { Block } from '../schema/provider-schema';
import { validateConfig } from './validate-config';

/**
 * Returns the calls for ephemeral resources, which Terraform stores in no plan and no state.
 * @param findBlock finds the schema of the type
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

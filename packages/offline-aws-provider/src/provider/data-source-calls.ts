import type { Account } from '../aws/account';
import { readDataSource } from '../aws/data-sources';
import { errorDiagnostic } from '../protocol/diagnostic';
import { decodeObject, encodeValue } from '../protocol/dynamic-value';
import type { Calls } from '../protocol/provider-server';
import type { Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';
import { validateConfig } from './validate-config';

/**
 * Returns the provider calls for data sources.
 * @param findBlock finds the schema of a data source type
 */
export function dataSourceCalls(findBlock: (type: string) => Block, account: Account): Calls {
  return {
    ValidateDataSourceConfig: ({ type_name, config }) => ({
      diagnostics: validateConfig(findBlock(type_name), decodeObject(config) ?? {}),
    }),
    ReadDataSource: ({ type_name, config: encoded }) => {
      const config = decodeObject(encoded) ?? {};
      try {
        const { region } = findBlock(type_name).attributes;
        const regional: Values = region ? { region: config.region ?? account.region } : {};
        return { state: encodeValue({ ...config, ...regional, ...readDataSource(type_name, config, account) }) };
      } catch (error) {
        const { message } = error as Error;
        return { state: encodeValue(null), diagnostics: [errorDiagnostic(`Cannot read data.${type_name}`, message)] };
      }
    },
  };
}

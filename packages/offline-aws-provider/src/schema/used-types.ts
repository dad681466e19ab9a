import { readFileSync } from 'node:fs';

/** The types of AWS resources, data sources and ephemeral resources that stacks use, for example `aws_vpc`. */
export interface UsedTypes {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  /**
   * The types of ephemeral resources, for example `aws_ssm_parameter`.
   * @default none
   */
  readonly ephemeralResources?: readonly string[];
}

/**
 * Returns the AWS types in synthesized stacks, so that the provider loads only the schemas of these types.
 * @param files the paths of `cdk.tf.json` files
 */
export function usedTypes(files: readonly string[]): UsedTypes {
  const stacks = files.map((file): Record<string, object | undefined> => JSON.parse(readFileSync(file, 'utf8')));
  const typesIn = (section: string) =>
    [...new Set(stacks.flatMap((stack) => Object.keys(stack[section] ?? {})))]
      .filter((type) => type.startsWith('aws_'))
      .sort();
  return { resources: typesIn('resource'), dataSources: typesIn('data'), ephemeralResources: typesIn('ephemeral') };
}

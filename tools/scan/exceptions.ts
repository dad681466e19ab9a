import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Expected values of arguments, by Terraform's names. `null` means that the argument must be missing. In a list, one
 * matching element is enough.
 */
export type Expected = { readonly [argument: string]: unknown };

/** An exception: it accepts the findings of one check of checkov for some resources. */
export interface Exception {
  /** The id of the check, such as `CKV_AWS_158`. */
  readonly check: string;
  /** The title of the check in checkov. */
  readonly title: string;
  /** The addresses of the resources, such as `aws_sns_topic.monitoring`. */
  readonly resources: readonly string[];
  /** Why the findings are accepted. */
  readonly reason: string;
  /** The day of the decision, in the format `YYYY-MM-DD`. */
  readonly decided: string;
  /** The day on which the decision must be reviewed, in the format `YYYY-MM-DD`. */
  readonly review: string;
  /** A condition: each of the resources must have these arguments. @default no condition */
  readonly while?: Expected;
  /** A condition: these numeric arguments of each of the resources must be less than the limits. @default no condition */
  readonly below?: { readonly [argument: string]: number };
  /**
   * A condition: other resources must have these arguments. A key is an address, or only a type. A type stands for the
   * resource of this type that has the same name as the resource of the finding.
   * @default no condition
   */
  readonly otherResources?: { readonly [address: string]: Expected };
  /** A condition: the stack must not contain resources with these types or addresses. @default no condition */
  readonly absent?: readonly string[];
}

/** Reads the exceptions from `exceptions.json`. */
export function loadExceptions(): readonly Exception[] {
  return JSON.parse(readFileSync(join(__dirname, 'exceptions.json'), 'utf8'));
}

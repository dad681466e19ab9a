import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Expected arguments of a resource, by their names in Terraform. null: the argument is missing. A list needs one matching element. */
export type Expected = { readonly [argument: string]: unknown };

/** Accepts the findings of one check of checkov for some resources. */
export interface Exception {
  /** The id of the check, for example `CKV_AWS_158`. */
  readonly check: string;
  /** The title of the check in checkov. */
  readonly title: string;
  /** Addresses, for example `aws_sns_topic.monitoring`. */
  readonly resources: readonly string[];
  /** Why the findings are accepted. */
  readonly reason: string;
  /** The day of the decision, `YYYY-MM-DD`. */
  readonly decided: string;
  /** The day on which the decision is due for review, `YYYY-MM-DD`. */
  readonly review: string;
  /** Condition: these arguments of each of the resources. @default none */
  readonly while?: Expected;
  /** Condition: numeric arguments of each of the resources are less than these limits. @default none */
  readonly below?: { readonly [argument: string]: number };
  /** Condition: arguments of other resources, by address, or by type if they have the same name. @default none */
  readonly otherResources?: { readonly [address: string]: Expected };
  /** Condition: types or addresses of which the stack has no resource. @default none */
  readonly absent?: readonly string[];
}

/** Reads the exceptions in `exceptions.json`. */
export function loadExceptions(): readonly Exception[] {
  return JSON.parse(readFileSync(join(__dirname, 'exceptions.json'), 'utf8'));
}

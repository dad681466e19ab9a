import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Arguments of a resource, in Terraform's names. null: the argument is not given. A list needs one matching element. */
export type Expected = { readonly [argument: string]: unknown };

/** Why a finding of checkov is accepted, for some resources. */
export interface Exception {
  /** The id of the check, for example `CKV_AWS_158`. */
  readonly check: string;
  /** The title of the check, in checkov's words. */
  readonly title: string;
  /** Addresses. */
  readonly resources: readonly string[];
  readonly because: string;
  /** The day of the decision, `YYYY-MM-DD`. */
  readonly decided: string;
  /** The day until which it must be decided again. */
  readonly review: string;
  /** Arguments that each of the resources has as long as the exception is needed. @default none */
  readonly while?: Expected;
  /** Arguments of each of the resources that are numbers below these. @default none */
  readonly below?: { readonly [argument: string]: number };
  /** Arguments of other resources, by address, or by type if the name is the same. @default none */
  readonly elsewhere?: { readonly [address: string]: Expected };
  /** Types of which the stack has no resource; with an address, no such resource. @default none */
  readonly absent?: readonly string[];
}

/** The exceptions in `exceptions.json`. */
export function loadExceptions(): readonly Exception[] {
  return JSON.parse(readFileSync(join(__dirname, 'exceptions.json'), 'utf8'));
}

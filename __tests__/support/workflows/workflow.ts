import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const folder = path.resolve(__dirname, '../../../.github/workflows');

/** The fields of a workflow that the tests read. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, EventFilter | null>>;
  readonly permissions: Permissions;
  readonly concurrency?: Concurrency;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

export interface EventFilter {
  readonly types?: readonly string[];
  readonly branches?: readonly string[];
}

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress'?: boolean;
}

export interface WorkflowJob {
  readonly name: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Permissions;
  readonly concurrency?: Concurrency;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** The names of the files in `.github/workflows`, sorted. */
export const workflowFiles: readonly string[] = readdirSync(folder).sort();

export function workflowText(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

export function loadWorkflow(file: string): Workflow {
  return parse(workflowText(file));
}

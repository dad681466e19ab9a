import type { Report } from '../console/steps';
import { isReadable } from './text-errors';

/** An event of `terraform apply -json`, or (with the type `log`) a line of the text that an apply without JSON prints. */
export interface ApplyEvent {
  readonly type: string;
  readonly '@message': string;
  readonly hook?: {
    readonly resource?: { readonly addr: string; readonly resource_type: string };
    readonly elapsed_seconds?: number;
  };
  readonly diagnostic?: {
    readonly severity: 'error' | 'warning';
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

/** Returns a function that reports each resource when Terraform begins to change it, and again if the change takes 30 seconds. */
export function reportEvent(report: Report): (event: ApplyEvent) => void {
  return ({ type, hook, '@message': message }) => {
    if (type === 'log') report(message.trim());
    const address = hook?.resource?.addr;
    if (address === undefined) return;
    if (type === 'apply_start') report(address);
    if (type === 'apply_progress' && (hook?.elapsed_seconds ?? 0) >= 30) report(`${address}, still waiting`);
  };
}

/**
 * The lines that Terraform prints before the log of a remote run. They are not shown, because their statement about
 * Ctrl-C is wrong: here, Ctrl-C cancels the run.
 */
const introduction =
  /^(Running apply in |will (stop|cancel) |Preparing the remote apply|To view this run in a browser)/;

/**
 * Creates a parser of the lines that an apply without JSON prints. The parser returns undefined for lines without
 * information and for the outputs at the end.
 */
export function createLogParser(): (line: string) => ApplyEvent | undefined {
  let isLog = true;
  return (line) => {
    isLog &&= line !== 'Outputs:';
    return isLog && isReadable(line) && !introduction.test(line) ? { type: 'log', '@message': line } : undefined;
  };
}

/** Parses a line of `terraform apply -json`. @returns undefined for a line that is not JSON */
export function parseApplyEvent(line: string): ApplyEvent | undefined {
  try {
    return JSON.parse(line) as ApplyEvent;
  } catch {
    return undefined;
  }
}

/** Returns the error that an event reports, preceded by the address of the resource; an empty list for other events. */
export function errorIn({ diagnostic }: ApplyEvent): readonly string[] {
  if (diagnostic?.severity !== 'error') return [];
  return [[diagnostic.address, diagnostic.summary, diagnostic.detail].filter(Boolean).join(': ')];
}

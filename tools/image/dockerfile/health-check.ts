import type { HealthCheck } from '../manifest';
import { execForm } from './command-form';
import { NeedsEngine } from './needs-engine';

const times = { interval: 'Interval', timeout: 'Timeout', 'start-period': 'StartPeriod' } as const;

/** Parses the arguments of HEALTHCHECK. @throws NeedsEngine for an option or a duration that is not supported */
export function parseHealthCheck(content: string): HealthCheck {
  if (/^NONE$/i.test(content)) return { Test: ['NONE'] };
  const [, flags = '', command] = /^((?:--\S+\s+)*)CMD\s+(.*)$/is.exec(content) ?? [];
  if (command === undefined)
    throw new NeedsEngine(`The health check has the form "${content}", which only a container engine supports.`);
  const exec = execForm(command);
  const check: Record<string, unknown> = { Test: exec ? ['CMD', ...exec] : ['CMD-SHELL', command] };
  for (const [flag, name = '', value = ''] of flags.matchAll(/--([\w-]+)=?(\S*)/g)) {
    if (name in times) check[times[name as keyof typeof times]] = nanoseconds(value);
    else if (name === 'retries') check.Retries = Number(value);
    else throw new NeedsEngine(`The health check has the option ${flag}, which only a container engine supports.`);
  }
  return check as unknown as HealthCheck;
}

const units: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** Converts a duration such as `1m30s` to nanoseconds. */
function nanoseconds(duration: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration))
    throw new NeedsEngine(
      `The health check has the duration ${duration}. Without a container engine, only the units ms, s, m and h are supported.`,
    );
  return [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}

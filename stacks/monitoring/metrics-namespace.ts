import type { Environment } from '../environment';

/** Where CloudWatch keeps the app's own metrics; undefined where the environment asks for none. */
export function metricsNamespace({ project, name, monitoring }: Environment): string | undefined {
  return monitoring && `${project}/${name}`;
}

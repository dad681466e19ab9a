import { App } from 'cdktf';
import { previewPrefix } from '../../contract';
import type { Environment } from '../environment';
import { EnvironmentStack } from '../environment-stack';

/** A function that returns the Terraform JSON of an environment. */
export type DocumentOf = (environment: Environment) => object;

/**
 * Returns the Terraform JSON of an environment without writing it to a file. For the environment of all previews, each name contains the
 * pattern of `everyPreview`.
 * @param outdir the output folder of the current synth; cdktf requires it
 */
export function environmentDocument(environment: Environment, outdir: string): object {
  const { name } = environment;
  if (!name.includes('*')) return documentOf(environment, outdir);
  // cdktf accepts no pattern as the name of a stack. The sample name has the same length as the pattern, so that long names are shortened
  // at the same place.
  const sample = `${previewPrefix}0`;
  const text = JSON.stringify(documentOf(withName(environment, sample), outdir));
  return JSON.parse(text.replaceAll(sample, name));
}

function documentOf(environment: Environment, outdir: string): object {
  return new EnvironmentStack(new App({ outdir, stackTraces: false }), environment).toTerraform();
}

/** Returns the environment with another name. Its domain contains the new name too. */
function withName(environment: Environment, name: string): Environment {
  const { ingress } = environment;
  const renamed = { ...environment, name };
  if (ingress.kind !== 'load-balanced' || ingress.domain === undefined) return renamed;
  const domain = { ...ingress.domain, name: ingress.domain.name.replace(environment.name, name) };
  return { ...renamed, ingress: { ...ingress, domain } } as Environment;
}

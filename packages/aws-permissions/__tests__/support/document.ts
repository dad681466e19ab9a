/** Returns the Terraform JSON of a small stack of the environment `dev`. @param resource by type and name, as in the JSON */
export function documentWith(resource: object, others: object = {}): object {
  const tags = { Project: 'shop', Environment: 'dev' };
  return { provider: { aws: [{ region: 'eu-central-1', default_tags: [{ tags }] }] }, resource, ...others };
}

/**
 * Returns the Terraform JSON of a small stack of the environment `dev`.
 * @param resource the section `resource` of the JSON: blocks by type and name
 * @param others other sections, such as `data`
 */
export function documentWith(resource: object, others: object = {}): object {
  const tags = { Project: 'shop', Environment: 'dev' };
  return { provider: { aws: [{ region: 'eu-central-1', default_tags: [{ tags }] }] }, resource, ...others };
}

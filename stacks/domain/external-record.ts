/**
 * Returns the record to create for a domain whose DNS is managed elsewhere, for example `app.example.com CNAME x.elb.amazonaws.com`. For a
 * name of two labels, the type is ALIAS: such a name is the apex of its zone, where DNS allows no CNAME. Most DNS providers have records of
 * this type.
 */
export function externalRecord(name: string, target: string): string {
  return `${name} ${name.split('.').length === 2 ? 'ALIAS' : 'CNAME'} ${target}`;
}

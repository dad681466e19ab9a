/**
 * Returns the record to create for a domain whose DNS is managed elsewhere, as in `app.example.com CNAME x.elb.amazonaws.com`. A name of
 * two labels is the apex of its zone, where DNS allows no CNAME. Most DNS providers have a record of the type ALIAS instead.
 */
export function externalRecord(name: string, target: string): string {
  return `${name} ${name.split('.').length === 2 ? 'ALIAS' : 'CNAME'} ${target}`;
}

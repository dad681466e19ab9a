import type { Row } from './row';
import { appResources } from './rows/app-resources';
import { bootstrap } from './rows/bootstrap';
import { bucketRows } from './rows/buckets';
import { cdn } from './rows/cdn';
import { dataSources } from './rows/data-sources';
import { domain } from './rows/domain';
import { firewall } from './rows/firewall';
import { hosts } from './rows/hosts';
import { loadBalancer } from './rows/load-balancer';
import { monitoring } from './rows/monitoring';
import { network } from './rows/network';
import { profiles } from './rows/profiles';
import { roles } from './rows/roles';
import { service } from './rows/service';
import { storage } from './rows/storage';

/** The rows, by resource type. The types of data sources and ephemeral resources have a prefix, such as `data.`. */
export const table: Readonly<Record<string, Row>> = {
  ...network,
  ...hosts,
  ...service,
  ...storage,
  ...roles,
  ...loadBalancer,
  ...firewall,
  ...domain,
  ...cdn,
  ...bucketRows,
  ...monitoring,
  ...appResources,
  ...profiles,
  ...bootstrap,
  ...dataSources,
};

/** Whether a type needs a row. Types of providers other than AWS need no AWS permissions. */
export function needsRow(type: string): boolean {
  return /^(data\.|ephemeral\.)?aws_/.test(type);
}

/** Door: leases in PostgreSQL, for several processes and for restarts. Import it on your server only. */
export type { PostgresConnection } from './server/postgres/lease-table.ts';
export { createPostgresStore, type PostgresStoreOptions } from './server/postgres/postgres-store.ts';

/**
 * Public entry `koji-embed/postgres-leases`: leases in PostgreSQL. Import it on your server only.
 */
export type { PostgresConnection } from './server/postgres/lease-table.ts';
export { createPostgresStore, type PostgresStoreOptions } from './server/postgres/postgres-store.ts';

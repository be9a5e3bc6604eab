/** A date as "2026-03-02", in UTC. */
export const formatDate = (date: Date): string => date.toISOString().slice(0, 10);

import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  // Compressing would hold back server-sent events; a reverse proxy compresses where it is wanted.
  compress: false,
  images: { unoptimized: true },
  transpilePackages: ['@leeway/domain'],
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  // The check is `tsc -p apps/web`, run with the other packages' checks.
  typescript: { ignoreBuildErrors: true },
};

export default config;

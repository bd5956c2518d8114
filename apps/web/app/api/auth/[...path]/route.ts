import { pipeToControlPlane } from '#lib/server/pipe-to-control-plane.ts';

export const dynamic = 'force-dynamic';
export { pipeToControlPlane as GET, pipeToControlPlane as POST };

#!/bin/sh
# One data set made by eight machines, as a Slurm array. Each task makes its own share;
# a task that failed may run again alone, because it names its own files.
#
#   sbatch docs/cluster/slurm-array.sh
#   sbatch --dependency=afterok:JOBID --wrap 'veritome generate --out "$OUT" --join'
#
# `veritome` must be on the PATH of the nodes: npm install veritome, then
# PATH=$PWD/node_modules/.bin:$PATH.
#SBATCH --job-name=veritome-generate
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue

set -eu

OUT="${OUT:-$PWD/synthetic}"
COUNT="${COUNT:-1000}"
SEED="${SEED:-7}"
FORMAT="${FORMAT:-npz}"

# --force: a task that was requeued replaces what it had begun.
exec veritome generate \
  --out "$OUT" --count "$COUNT" --seed "$SEED" --format "$FORMAT" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --force

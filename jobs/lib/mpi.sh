# shellcheck shell=bash
# OpenMPI on one machine: what a user of ours would otherwise meet as an error or a slow run. Sourced; what is
# set already stays. Not for runs over several nodes.

if [ "$(id -u)" -eq 0 ]; then # containers
    export OMPI_ALLOW_RUN_AS_ROOT=1
    export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
# More ranks than cores are allowed; with as many as cores nothing changes.
export OMPI_MCA_rmaps_base_oversubscribe="${OMPI_MCA_rmaps_base_oversubscribe:-1}"
# Shared memory only: no time is spent looking for networks.
export OMPI_MCA_pml="${OMPI_MCA_pml:-ob1}"
export OMPI_MCA_btl="${OMPI_MCA_btl:-vader,self}"
# Containers forbid reading another process's memory; our messages are too small to gain by it.
export OMPI_MCA_btl_vader_single_copy_mechanism="${OMPI_MCA_btl_vader_single_copy_mechanism:-none}"
# Two runs at a time would else share their first core.
export OMPI_MCA_hwloc_base_binding_policy="${OMPI_MCA_hwloc_base_binding_policy:-none}"

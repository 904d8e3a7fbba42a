"""What leaves the office: SIGAP's table, IGA's folder, KIPP's proposal. And SIGAP's table when it comes back."""

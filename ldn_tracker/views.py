from django.http import HttpResponse


def _x(request, *a, **k):
    return HttpResponse("x")


home = get_help = privacy = prescribers = live = ready = bad_request = permission_denied = not_found = server_error = (
    csrf_failure
) = _x

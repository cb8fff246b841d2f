"""Every address under /konsol. Each view says who may enter it; see access.py."""

from django.urls import include, path

from tanggap.console.bell import views as bell
from tanggap.console.dashboards import views as dashboards
from tanggap.console.desk import views as desk
from tanggap.console.field import views as field
from tanggap.console.inbox import bulk
from tanggap.console.inbox import views as inbox
from tanggap.console.reports import views as reports
from tanggap.console.validation import views as validation

app_name = "console"

urlpatterns = [
    path("", inbox.queue, name="queue"),
    path("baru", inbox.news, name="queue_news"),
    path("saringan", inbox.save_filter, name="queue_save"),
    path("massal", bulk.bulk, name="queue_bulk"),
    path("laporan/<slug:number>", reports.report, name="report"),
    path("laporan/<slug:number>/panel", reports.handling, name="report_panel"),
    path("laporan/<slug:number>/tindak", reports.move, name="report_move"),
    path("laporan/<slug:number>/sembunyi", reports.hide, name="report_hide"),
    path("laporan/<slug:number>/pembaca", reports.also_here, name="report_others"),
    path("lapangan", field.field, name="field"),
    path("lapangan/<slug:number>", field.task, name="field_task"),
    path("lapangan/<slug:number>/kode", field.nonce, name="field_nonce"),
    path("lapangan/<slug:number>/bukti", field.proof, name="field_proof"),
    path("lapangan/<slug:number>/selesai", field.finish, name="field_finish"),
    path("meja", desk.desk, name="desk"),
    path("meja/<slug:number>/lengkapi", desk.complete, name="desk_complete"),
    path("validasi", validation.validation, name="validation"),
    path("validasi/<slug:number>", validation.judge, name="validation_judge"),
    path("dasbor", dashboards.dashboard, name="dashboard"),
    path("dasbor/laporan.csv", dashboards.export, name="dashboard_export"),
    path("pemberitahuan", bell.notifications, name="bell"),
    path("pemberitahuan/baca", bell.read_all, name="bell_read_all"),
    path("pemberitahuan/pilihan", bell.prefer, name="bell_prefer"),
    path("pemberitahuan/<int:item_id>", bell.open_item, name="bell_open"),
    path("", include("tanggap.console.counter.urls")),
    path("", include("tanggap.console.sign_in.urls")),
    path("", include("tanggap.console.reveal.urls")),
    path("", include("tanggap.console.seats.urls")),
    path("", include("tanggap.console.channels.urls")),
]
